-- The top of a ranking.
-- KEYS[1]: the order, a sorted set; KEYS[2]: the rows, a hash. ARGV[1]: how many rows at most.
-- Answers as_of in milliseconds and the rows, best first; nothing where there is no such ranking,
-- also where Redis, short of memory, dropped one of the two keys.
local told = redis.call('HMGET', KEYS[2], 'as_of', 'count')
if not told[1] then return false end
if redis.call('ZCARD', KEYS[1]) ~= tonumber(told[2]) then return false end
local answer = {told[1]}
if tonumber(ARGV[1]) > 0 then
  for _, member in ipairs(redis.call('ZRANGE', KEYS[1], 0, tonumber(ARGV[1]) - 1)) do
    answer[#answer + 1] = redis.call('HGET', KEYS[2], member)
  end
end
return answer
