import { expect } from 'chai';
import { redactQuery } from './redact-query.ts';

describe('redactQuery', () => {
  const secrets = [
    'password=hunter2', 'PassWord=hunter2', 'passwd=hunter2', 'pwd=hunter2', 'pass=hunter2', 'passphrase=hunter2', 'new_password=hunter2',
    'currentPassword=hunter2', 'password_confirmation=hunter2', 'token=hunter2', 'access_token=hunter2', 'refreshToken=hunter2',
    'id_token_hint=hunter2', 'csrf-token=hunter2', 'api_key=hunter2', 'apikey=hunter2', 'X-Api-Key=hunter2', 'key=hunter2', 'client_secret=hunter2',
    'client_assertion=hunter2', 'code=hunter2', 'sid=hunter2', 'jwt=hunter2', 'sig=hunter2', 'X-Amz-Signature=hunter2',
    'X-Amz-Security-Token=hunter2', 'X-Goog-Credential=hunter2', 'SAMLResponse=hunter2', 'otp=hunter2',
    // Hostile or odd spellings of the same.
    'pass%77ord=hunter2', '%70%61%73%73word=hunter2', 'user[password]=hunter2', 'user%5Bpassword%5D=hunter2', 'password[]=hunter2', 'password[0]=hunter2',
    'password[$ne]=hunter2', 'login.password=hunter2', 'a[b][password][c]=hunter2', '+password=hunter2', 'password%20=hunter2', 'password=hunter2=hunter2',
  ];
  for (const pair of secrets) {
    it(`takes the value out of ${pair}`, () => {
      expect(redactQuery(pair)).to.equal(`${pair.slice(0, pair.indexOf('='))}=REDACTED`);
    });
  }

  for (const query of ['', 'page=2', 'q=password', 'keyboard=de', 'country_code=49', 'a=%zz', '%zz=a', 'password', '=hunter2', 'passenger=3', 'a&&b=', 'monkey=1', 'pinned=1']) {
    it(`leaves ${JSON.stringify(query)} as it is`, () => {
      expect(redactQuery(query)).to.equal(query);
    });
  }

  it('keeps the order and everything else', () => {
    expect(redactQuery('a=1&token=x&b=2&token=y&c')).to.equal('a=1&token=REDACTED&b=2&token=REDACTED&c');
  });

  it('takes a query without end in its stride', () => {
    expect(redactQuery(`${'['.repeat(100_000)}=1&token=x`)).to.match(/token=REDACTED$/);
  });
});
