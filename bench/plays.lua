-- Plays codes one after the other, each as another of fifty players. The environment names the files with the codes.
local function lines(name)
  local all = {}
  for line in io.lines(os.getenv(name)) do all[#all + 1] = line end
  return all
end

local codes, cookies, path = lines('BENCH_CODES'), lines('BENCH_COOKIES'), os.getenv('BENCH_PATH')
local headers = { ['content-type'] = 'application/json', origin = os.getenv('BENCH_ORIGIN') }
local sent = 0

function request()
  sent = sent + 1
  headers.cookie = cookies[sent % #cookies + 1]
  return wrk.format('POST', path, headers, '{"code":"' .. codes[(sent - 1) % #codes + 1] .. '"}')
end

function done(summary, latency)
  io.write(string.format('RESULT {"seconds":%f,"requests":%d,"refused":%d,"failed":%d,"p50":%f,"p99":%f}\n',
    summary.duration / 1e6, summary.requests, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
