-- A whole ranking in place of the one before, unless that one is newer.
-- KEYS[1]: the order, a sorted set; KEYS[2]: the rows, a hash.
-- ARGV: as_of in milliseconds, milliseconds to live, then score, member and row of each place.
-- Answers 1, or 0 where a newer ranking stands.
local before = redis.call('HGET', KEYS[2], 'as_of')
if before and tonumber(before) > tonumber(ARGV[1]) then return 0 end
redis.call('DEL', KEYS[1], KEYS[2])
redis.call('HSET', KEYS[2], 'as_of', ARGV[1], 'count', (#ARGV - 2) / 3)
for i = 3, #ARGV, 3 do
  redis.call('ZADD', KEYS[1], ARGV[i], ARGV[i + 1])
  redis.call('HSET', KEYS[2], ARGV[i + 1], ARGV[i + 2])
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('PEXPIRE', KEYS[2], ARGV[2])
return 1
