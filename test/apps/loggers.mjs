// The same application as an ES module that imports its loggers.
import 'bunyan';
import 'pino';
import 'winston';
import './loggers.cjs';
