/** The response header that tells a client the id of its request. Not standardised, but what every proxy and framework calls it. */
export const REQUEST_ID = 'x-request-id';
