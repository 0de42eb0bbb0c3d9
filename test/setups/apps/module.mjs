import { get } from 'node:http';
import express from 'express';
import { pino } from 'pino';
import openShop from './shop.cjs';

openShop({ express, pino, get });
