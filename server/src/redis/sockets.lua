-- How many sockets and streams an owner has open, node by node.
-- KEYS[1]: the owner's hash; a field is a node, its value "count stamp until".
-- ARGV: the node; its count; the stamp of that count, which grows with every statement of the node;
-- how long it holds, in milliseconds; the most that all nodes may have together, or -1 to state the
-- count without asking.
-- Answers 1, or 0 where it would be more than may be; then nothing is written.
-- A statement that was overtaken by a later one of the same node is judged by the later count.
local node, count, stamp = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local holds, most = tonumber(ARGV[4]), tonumber(ARGV[5])
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local others, overtaken = 0, false
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local open, said, till = string.match(all[i + 1], '^(%d+) (%d+) (%d+)$')
  if all[i] == node then
    if tonumber(said) > stamp then count, overtaken = tonumber(open), true end
  elseif tonumber(till) <= now then
    redis.call('HDEL', KEYS[1], all[i])
  else
    others = others + tonumber(open)
  end
end
if most >= 0 and others + count > most then return 0 end
if not overtaken then
  -- A count of nothing stays as well for its time, so that no earlier statement comes after it.
  redis.call('HSET', KEYS[1], node, string.format('%d %.0f %.0f', count, stamp, now + holds))
end
redis.call('PEXPIRE', KEYS[1], holds)
return 1
