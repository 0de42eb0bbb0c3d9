'use strict';
const express = require('express');
const { get } = require('node:http');
const pino = require('pino');

require('./shop.cjs')({ express, pino, get });
