/** `import.meta.url` of a file that is bundled as CommonJS. */
export const fileUrl = require('node:url').pathToFileURL(__filename).href
