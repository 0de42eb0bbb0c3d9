'use strict';
// Listens, says where, and answers the bench's one question: what has this process used so far, all its threads together?
const usage = () => {
  const { user, system } = process.cpuUsage();
  return { cpuUs: user + system, rssMb: process.memoryUsage.rss() / 1e6, modules: globalThis.countedModules?.size ?? null };
};

module.exports = function serve(server) {
  server.keepAliveTimeout = 600_000;
  process.on('message', () => process.send(usage()));
  process.on('disconnect', () => process.exit());
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
};
