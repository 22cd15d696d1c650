"""What Redis runs for providers.rate_limit, each call at once and alone.

Time is Redis' own, the same for all workers. The bucket is a hash: its tokens and when they were
counted (`tokens`, `at`), the share of the rate that throttling left and since when it recovers
(`share`, `share_at`), when it was cut last (`cut_at`), and how far its turns are (`clock`).
"""

_NOW = """
local now = redis.call('TIME')
now = tonumber(now[1]) + tonumber(now[2]) / 1000000
local function recovered(held, since, recovery)
    local share = tonumber(held) or 1
    if share >= 1 then return 1 end
    return math.min(1, share + math.max(0, now - (tonumber(since) or now)) * recovery)
end
"""

# KEYS: the bucket, and who takes from it in bulk. ARGV: tokens a second, the most it holds beyond
# the reserve, the reserve, 1 for interactive messages, tokens wanted, recovery a second, the asker
# ("" for none), its weight. Answers {tokens granted, seconds to wait when none}.
#
# Askers stand in a hash as "used until seen": the turns they have used up (tokens by weight), until
# when they wait for one (0: they do not), and when they asked last. Whoever used more than another
# that waits gets nothing, unless tokens would be lost: then nobody has taken them in time.
TAKE = (
    _NOW
    + """
local IDLE, PATIENCE = 2, 0.25
local rate, most, reserve = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local interactive, want = ARGV[4] == '1', tonumber(ARGV[5])
local recovery, asker, weight = tonumber(ARGV[6]), ARGV[7], tonumber(ARGV[8])

local held = redis.call('HMGET', KEYS[1], 'tokens', 'at', 'share', 'share_at', 'clock')
local share = recovered(held[3], held[4], recovery)
rate, most, reserve = rate * share, math.max(1, most * share), math.max(1, reserve * share)
local left = interactive and 0 or reserve
local tokens = tonumber(held[1]) or reserve + 1
tokens = math.min(most + reserve, tokens + math.max(0, now - (tonumber(held[2]) or now)) * rate)
local granted = math.max(0, math.min(want, math.floor(tokens - left)))

local used, cost, ahead = 0, 1 / weight, false
local clock = tonumber(held[5]) or 0
if asker ~= '' then
    local group = string.match(asker, '^[^/]*')
    local mine, same, least = nil, 1, nil
    local all = redis.call('HGETALL', KEYS[2])
    for i = 1, #all, 2 do
        local theirs, waits, seen = string.match(all[i + 1], '(%S+) (%S+) (%S+)')
        if now - tonumber(seen) > IDLE and now > tonumber(waits) then
            redis.call('HDEL', KEYS[2], all[i])
        elseif all[i] == asker then
            mine = tonumber(theirs)
        else
            if string.match(all[i], '^[^/]*') == group then same = same + 1 end
            if tonumber(waits) > now then
                least = math.min(least or math.huge, tonumber(theirs))
            end
        end
    end
    cost = same / weight
    -- Who was away, or is new, has no claim to what the others used meanwhile.
    used = math.max(mine or clock, clock - want * cost)
    ahead = least ~= nil and used > least
    if ahead and tokens < most + reserve then granted = 0 end
end

local wait = 0
if granted == 0 then wait = math.max(0, (left + 1 - tokens) / rate) end
if asker ~= '' then
    if granted > 0 and not ahead then clock = math.max(clock, used) end
    local waits = granted == 0 and now + wait + PATIENCE or 0
    redis.call('HSET', KEYS[2], asker,
        string.format('%.6f %.6f %.6f', used + granted * cost, waits, now))
    redis.call('EXPIRE', KEYS[2], 60)
end
redis.call('HSET', KEYS[1],
    'tokens', string.format('%.6f', tokens - granted), 'at', string.format('%.6f', now),
    'clock', string.format('%.6f', clock), 'share', string.format('%.6f', share),
    'share_at', string.format('%.6f', math.max(now, tonumber(held[4]) or now)))
redis.call('EXPIRE', KEYS[1], 60)
return {granted, string.format('%.6f', wait)}
"""
)

# KEYS: the bucket. ARGV: the least share, recovery a second. Answers the share that is left. What
# had gathered is gone: it would leave at once, and be refused.
THROTTLED = (
    _NOW
    + """
local least, recovery = tonumber(ARGV[1]), tonumber(ARGV[2])
local held = redis.call('HMGET', KEYS[1], 'share', 'share_at', 'cut_at', 'tokens')
local share = recovered(held[1], held[2], recovery)
if now - (tonumber(held[3]) or 0) < 1 then return string.format('%.6f', share) end
share = math.max(least, share / 2)
redis.call('HSET', KEYS[1],
    'share', string.format('%.6f', share), 'share_at', string.format('%.6f', now + 1),
    'cut_at', string.format('%.6f', now), 'at', string.format('%.6f', now),
    'tokens', string.format('%.6f', math.min(tonumber(held[4]) or 0, 1)))
redis.call('EXPIRE', KEYS[1], 60)
return string.format('%.6f', share)
"""
)

# KEYS: buckets. ARGV: recovery a second. Answers each one's share of its rate.
LOOK = (
    _NOW
    + """
local shares = {}
for i, key in ipairs(KEYS) do
    local held = redis.call('HMGET', key, 'share', 'share_at')
    shares[i] = string.format('%.6f', recovered(held[1], held[2], tonumber(ARGV[1])))
end
return shares
"""
)
