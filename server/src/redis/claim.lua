-- Keeps a claim for longer or gives it back, unless it has run out and is another's by now.
-- KEYS[1]: the claim. ARGV: the token it was claimed with; milliseconds to keep it for, or 0 to give
-- it back. Answers 1 where it was one's own.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if ARGV[2] == '0' then return redis.call('DEL', KEYS[1]) end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
