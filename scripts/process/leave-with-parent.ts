// Loaded before a child's own code: when the process that started it is gone, even by kill -9, the child leaves as if
// it had been asked to. Nothing is sent over the channel; its end is the message.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()
