// Loaded before a program with `node -r`. When the program ends, this writes to file descriptor 3 how many seconds of a
// core it took, and the peak of its resident memory in MB.
const { writeSync } = require('node:fs');

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeSync(3, JSON.stringify({ seconds: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024 }));
});
