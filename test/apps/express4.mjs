import express from 'express4';
import listen from './express-app.cjs';

listen(express);
