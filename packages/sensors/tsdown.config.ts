import { defineConfig, type UserConfig } from 'tsdown';

const config: UserConfig = defineConfig({ entry: ['src/index.ts'], format: 'esm', dts: true, tsconfig: '../../tsconfig.base.json', platform: 'node', target: 'node22' });
export default config;
