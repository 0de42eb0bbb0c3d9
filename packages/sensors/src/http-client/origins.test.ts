import { expect } from 'chai';
import { Origins } from './origins.ts';

describe('Origins', () => {
  const origins = new Origins();
  const cases: readonly [origin: string, scheme: string, host: string, port: number][] = [
    ['http://shop.example', 'http', 'shop.example', 80], ['https://shop.example', 'https', 'shop.example', 443],
    ['http://127.0.0.1:8080', 'http', '127.0.0.1', 8080], ['https://[::1]:9443', 'https', '[::1]', 9443],
  ];
  for (const [origin, scheme, host, port] of cases) {
    it(`takes ${origin} apart, as text and as URL, the second time too`, () => {
      for (const given of [origin, new URL(origin), origin]) expect(origins.of(given)).to.deep.equal({ scheme, host, port });
    });
  }

  it('answers the same for an origin that it knows', () => {
    expect(origins.of('http://a.example')).to.equal(origins.of('http://a.example'));
  });

  it('remembers a hundred, and still takes all others apart', () => {
    const full = new Origins();
    for (let i = 0; i < 100; i++) full.of(`http://${i}.example`);
    expect(full.of('http://more.example')).to.deep.equal({ scheme: 'http', host: 'more.example', port: 80 });
    expect(full.of('http://more.example')).not.to.equal(full.of('http://more.example'));
    expect(full.of('http://99.example')).to.equal(full.of('http://99.example'));
  });
});
