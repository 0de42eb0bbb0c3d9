/**
 * Names of query parameters whose values are secrets. The semantic conventions ask for the signatures of signed URLs;
 * the rest is what applications put there although they should not.
 */
const SECRET = /^(awsaccesskeyid|sig|x-amz-credential|x-goog-credential|(api|access|secret|private|auth|client|x-api)?[_-]?key|pwd|code|otp|pin|auth(orization)?|credentials?|jwt|assertion|client[_-]?assertion|saml(request|response)|session(id)?|sid|card(number)?|cvv|cvc|ssn)$/i;
/** What makes a name secret wherever it stands in it: `newPassword`, `client_secret`, `refreshToken`. */
const SECRET_PART = /pass(word|wd|phrase|code)|^pass$|secret|token|signature|api[_-]?key/i;

/** The query with the values of secret parameters taken out; names and order stay. */
export function redactQuery(query: string): string {
  if (query === '') return query;
  return query.split('&').map(redactPair).join('&');
}

function redactPair(pair: string): string {
  const at = pair.indexOf('=');
  if (at < 1) return pair;
  return namesIn(pair.slice(0, at)).some((name) => SECRET.test(name) || SECRET_PART.test(name)) ? `${pair.slice(0, at)}=REDACTED` : pair;
}

/** `user[password]`, `password[]`, `login.password` and `pass%77ord` are secrets too: each name between brackets and dots, decoded. */
function namesIn(name: string): string[] {
  let decoded = name;
  try {
    decoded = decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    // A broken escape: judged as written.
  }
  return decoded.split(/[\][.\s]+/);
}
