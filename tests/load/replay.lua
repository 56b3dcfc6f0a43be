-- Sends requests that were written into a file, as they stand there.
--
-- REQUESTS names the file: each request with its length in a line before it.
-- ONCE, if set, is how many of them to send, each once (one thread only); what is
-- measured then ends with as many answers; wrk goes on until it is ended. Otherwise they go round until wrk ends.
local ffi = require("ffi")
ffi.cdef([[
typedef struct { long tv_sec; long tv_usec; } bench_timeval;
int gettimeofday(bench_timeval *tv, void *tz);
]])

local requests, position = {}, 0
local once = tonumber(os.getenv("ONCE") or "")
local answers, refused, first_at = 0, 0, nil

local function now()
   local tv = ffi.new("bench_timeval")
   ffi.C.gettimeofday(tv, nil)
   return tonumber(tv.tv_sec) + tonumber(tv.tv_usec) / 1e6
end

local threads = 0
function setup(thread)
   thread:set("number", threads)
   threads = threads + 1
end

function init()
   local file = assert(io.open(os.getenv("REQUESTS"), "rb"))
   while true do
      local length = file:read("*n")
      if not length then break end
      file:read(1)
      requests[#requests + 1] = file:read(length)
   end
   file:close()
   -- Threads begin at different places.
   position = math.floor(#requests * (number or 0) / 2)
end

local is_tried = false

function request()
   -- wrk makes one request only to see what it looks like: that one is never sent.
   if once and not is_tried then
      is_tried = true
      return requests[1]
   end
   first_at = first_at or now()
   position = position + 1
   if position > #requests then position = once and #requests or 1 end
   return requests[position]
end

if once then
   function response(status)
      answers = answers + 1
      if status >= 300 and answers <= once then refused = refused + 1 end
      if answers == once then
         io.write(string.format("ONCE %f %d\n", now() - first_at, refused))
         io.flush()
      end
   end
end

function done(summary, latency)
   io.write(string.format(
      'RESULT {"requests": %d, "seconds": %f, "bytes": %d, "refused": %d, "broken": %d, "p95_ms": %f}\n',
      summary.requests, summary.duration / 1e6, summary.bytes,
      summary.errors.status,
      summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
      latency:percentile(95) / 1000
   ))
end
