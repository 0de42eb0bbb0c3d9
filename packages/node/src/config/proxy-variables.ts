/** Which proxy to go through, by the names that Node's agents know. */
export type ProxyVariables = Readonly<Record<string, string>>;

const LOOPBACK = 'localhost,127.0.0.1,[::1],::1';

/** What the environment says of proxies, in small letters or capitals; undefined when it names none. Never for this machine itself. */
export function proxyVariables(env: Readonly<Record<string, string | undefined>>): ProxyVariables | undefined {
  const said = (name: string): string | undefined => [env[name], env[name.toUpperCase()]].find((value) => value !== undefined && value !== '');
  const all = said('all_proxy');
  const [http, https] = [said('http_proxy') ?? all, said('https_proxy') ?? all];
  if (http === undefined && https === undefined) return undefined;
  return {
    ...(http === undefined ? {} : { http_proxy: http }),
    ...(https === undefined ? {} : { https_proxy: https }),
    no_proxy: [LOOPBACK, said('no_proxy')].filter((part) => part !== undefined).join(','),
  };
}

/** True where Node's own agents can go through a proxy. */
export function canUseProxies(nodeVersion: string): boolean {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  return major > 24 || (major === 24 && minor >= 5) || (major === 22 && minor >= 21);
}
