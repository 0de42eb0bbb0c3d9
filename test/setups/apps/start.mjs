import { start } from '@vigil/node';

start();
