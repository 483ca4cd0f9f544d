-- One request against one bucket: the arithmetic of server/src/limits/bucket.rs, by Redis's clock.
-- KEYS[1]: the bucket.
-- ARGV: requests a window, window in microseconds, requests a UTC day or -1, cost (1, -1 to give one
-- back, or 0 to look).
-- Answers: admitted; remaining, reset, wait of the window; remaining (-1 without a quota), reset,
-- wait of the day. Times in microseconds. All numbers stay below 2^53, where Lua's are exact.
local per_window, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local per_day, cost = tonumber(ARGV[3]), tonumber(ARGV[4])
local DAY = 86400000000

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local kept = redis.call('HMGET', KEYS[1], 'o', 'a', 'y', 'n')
local owed, at = tonumber(kept[1] or '0'), tonumber(kept[2] or '0')
local day, used = tonumber(kept[3] or '0'), tonumber(kept[4] or '0')

-- Pay back what time has paid. A clock that was set back pays nothing.
local full = per_window * window
local passed = math.min(math.max(now - at, 0), window)
owed = math.max(math.min(owed, full) - passed * per_window, 0)
at = math.max(at, now)
local today = math.floor(now / DAY)
if today > day then day, used = today, 0 end

local admitted = 1
if cost > 0 then
  if full - owed < window or (per_day >= 0 and used >= per_day) then
    admitted = 0
  else
    owed, used = owed + window, used + 1
  end
elseif cost < 0 then
  owed, used = math.max(owed - window, 0), math.max(used - 1, 0)
end

local function per(debt)
  if per_window == 0 then return window end
  return math.ceil(debt / per_window)
end
local room = math.max(full - owed, 0)
local wait = 0
if room < window then wait = per(window - room) end
local until_midnight = DAY - now % DAY
local day_left, day_wait = -1, 0
if per_day >= 0 then
  day_left = math.max(per_day - used, 0)
  if day_left == 0 then day_wait = until_midnight end
end

local function whole(number) return string.format('%.0f', number) end
redis.call('HSET', KEYS[1], 'o', whole(owed), 'a', whole(at), 'y', whole(day), 'n', whole(used))
local lives = window
if per_day >= 0 then lives = math.max(window, until_midnight) end
redis.call('PEXPIRE', KEYS[1], whole(math.ceil(lives / 1000) + 1000))
return {admitted, whole(math.floor(room / window)), whole(per(owed)), whole(wait),
        whole(day_left), whole(until_midnight), whole(day_wait)}
