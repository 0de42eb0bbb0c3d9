/**
 * Names of query parameters whose values are secrets. The semantic conventions ask for the signatures of signed URLs;
 * the rest is what applications put there although they should not.
 */
const SECRET = /^(awsaccesskeyid|signature|sig|x-amz-(signature|credential|security-token)|x-goog-(signature|credential)|(access|refresh|id|auth|session|csrf|xsrf|api|reset|bearer)?[_-]?token|(api|access|secret|private|auth|client)?[_-]?key|pass(word|wd|phrase)?|pwd|(client)?[_-]?secret|code|otp|pin|auth(orization)?|credentials?|jwt|saml(request|response)|session(id)?|sid|card(number)?|cvv|cvc|ssn)$/i;

/** The query with the values of secret parameters taken out; names and order stay. */
export function redactQuery(query: string): string {
  if (query === '') return query;
  return query.split('&').map(redactPair).join('&');
}

function redactPair(pair: string): string {
  const at = pair.indexOf('=');
  if (at < 1) return pair;
  return SECRET.test(decodeName(pair.slice(0, at))) ? `${pair.slice(0, at)}=REDACTED` : pair;
}

/** `user[password]` and `pass%77ord` are secrets too: the last name in brackets counts, decoded. */
function decodeName(name: string): string {
  let decoded = name;
  try {
    decoded = decodeURIComponent(name);
  } catch {
    // A broken escape: judged as written.
  }
  return /\[([^\][]+)\]$/.exec(decoded)?.[1] ?? decoded;
}
