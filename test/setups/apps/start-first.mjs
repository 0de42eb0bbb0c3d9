import './start.mjs';
import './module.mjs';
