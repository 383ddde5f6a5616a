/** The driver's version, as it stands in events and front matter. */
export const version = '0.1.0'
