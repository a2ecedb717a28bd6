import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js'
import type { ml_dsa44 as asked } from './loadMlDsa44.ts'

globalThis.gongshiMlDsa44 = ml_dsa44 satisfies typeof asked
