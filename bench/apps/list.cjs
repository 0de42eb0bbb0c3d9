'use strict';
// What the route of 10 kB answers: 100 entries of about a hundred bytes.
const entry = (id) => ({ id, name: `user-${id}`, email: `user-${id}@example.com`, roles: ['reader', 'writer'], active: true });

module.exports = Array.from({ length: 100 }, (_, index) => entry(1000 + index));
