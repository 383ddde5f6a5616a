/** A failure that the client caused; the server turns it into a reply with this status. */
export class HttpError extends Error {
  constructor(status, message, headers = {}) {
    super(message)
    this.status = status
    this.headers = headers
  }
}
