-- How many sockets and streams an owner has open, by node and by share of the owner's places.
-- KEYS[1]: the owner's hash; a field is a node and a share with a blank between, the share empty for
-- what is of none, and its value is "count stamp until".
-- ARGV: the node; the share; its count there; the stamp of that count, which grows with every
-- statement of the node; how long it holds, in milliseconds; the most that all nodes may have
-- together, or -1 to state the count without asking; the most of them that the share may have.
-- Answers {'given'}; or, with nothing written, {'share'} where the share would have more than it may
-- and {'owner'} where the owner would. Behind 'owner' stands who has to leave a place, where anybody
-- has: the largest share, if it has more than the newcomer's then would; as the node with most of
-- it, its name, and how many it has there. What is of no share may take from every share.
-- A statement that was overtaken by a later one of the same node is judged by the later count.
local node, share = ARGV[1], ARGV[2]
local count, stamp = tonumber(ARGV[3]), tonumber(ARGV[4])
local holds, most, part = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local field = node .. ' ' .. share

local function read(value)
  local open, said, till = string.match(value, '^(%d+) (%d+) (%d+)$')
  return tonumber(open), tonumber(said), tonumber(till)
end

local overtaken = false
local before = redis.call('HGET', KEYS[1], field)
if before then
  local open, said = read(before)
  if said > stamp then count, overtaken = open, true end
end

if most >= 0 then
  local total, own, shares = count, count, {}
  local all = redis.call('HGETALL', KEYS[1])
  for i = 1, #all, 2 do
    if all[i] ~= field then
      local open, _, till = read(all[i + 1])
      local at, of = string.match(all[i], '^(%x+) ?(.*)$')
      if till <= now then
        redis.call('HDEL', KEYS[1], all[i])
      else
        total = total + open
        if of == share then own = own + open end
        if of ~= '' then
          local it = shares[of] or { open = 0, most = 0, node = at }
          it.open = it.open + open
          if open > it.most then it.most, it.node = open, at end
          shares[of] = it
        end
      end
    end
  end
  if share ~= '' and own > part then return { 'share' } end
  if total > most then
    local has, name = (share == '' and 0 or own), nil
    for of, it in pairs(shares) do
      if it.open > has or (name and it.open == has and of > name) then has, name = it.open, of end
    end
    if not name then return { 'owner' } end
    return { 'owner', shares[name].node, name, string.format('%d', shares[name].most) }
  end
end
if not overtaken then
  -- A count of nothing stays as well for its time, so that no earlier statement comes after it.
  redis.call('HSET', KEYS[1], field, string.format('%d %.0f %.0f', count, stamp, now + holds))
end
redis.call('PEXPIRE', KEYS[1], holds)
return { 'given' }
