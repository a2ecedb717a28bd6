/** Version of the kernel, `version.app` of every header. */
export const kernelVersion = 1
