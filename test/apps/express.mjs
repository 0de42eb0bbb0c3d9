import express from 'express';
import listen from './express-app.cjs';

listen(express);
