import { globSync } from 'node:fs';
import { debianProgram } from './debian-program.ts';
import { onPath } from './on-path.ts';
import type { Part, PartOptions } from './part.ts';

const VERSION = 15;
const LIBRARIES: readonly string[] = [
  'libaudit1', 'libcap-ng0', 'libcap2', 'libcom-err2', 'libffi8', 'libgcc-s1', 'libgcrypt20', 'libgmp10', 'libgnutls30',
  'libgpg-error0', 'libgssapi-krb5-2', 'libhogweed6', 'libicu72', 'libidn2-0', 'libk5crypto3', 'libkeyutils1', 'libkrb5-3',
  'libkrb5support0', 'libldap-2.5-0', 'liblz4-1', 'liblzma5', 'libnettle8', 'libp11-kit0', 'libpam0g', 'libpcre2-8-0', 'libpq5',
  'libsasl2-2', 'libselinux1', 'libssl3', 'libstdc++6', 'libsystemd0', 'libtasn1-6', 'libunistring2', 'libuuid1', 'libxml2',
  'libxslt1.1', 'libzstd1', 'zlib1g',
];

/** PostgreSQL's server; `initdb` stands beside it. On PATH, where Debian installs it, or unpacked from Debian's packages. */
export async function postgres(options: PartOptions = {}): Promise<Part> {
  const installed = onPath(['postgres']) ?? globSync('/usr/lib/postgresql/*/bin/postgres').toSorted().at(-1);
  if (installed !== undefined) return { path: installed, args: [], how: 'found installed' };
  const packages = [`postgresql-${VERSION}`, ...LIBRARIES];
  return debianProgram({ label: 'PostgreSQL', packages, program: `usr/lib/postgresql/${VERSION}/bin/postgres` }, options);
}
