// Made by `pnpm docs:update` from package.json.
export const version: string = "0.1.0"
