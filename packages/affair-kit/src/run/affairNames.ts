/** The affair in which organs, officers and keys stand; and the one in which persons' keys stand. */
export const organisationsAffair = 'organisations'
export const identityAffair = 'identity'
