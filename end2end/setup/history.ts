// A day and a month of invented usage, for pictures: written into the service's own database, as
// nothing else can be used in the past.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { NOW } from './world';

const SCRIPT = `
import json, math, random, sqlite3, sys
path, email, now = sys.argv[1], sys.argv[2], int(sys.argv[3])
random.seed(7)
db = sqlite3.connect(path, timeout=30)
(account,) = db.execute("select id from account where email = ?", (email,)).fetchone()
keys = [row[0] for row in db.execute("select id from api_key where account_id = ? order by id", (account,))]
ways = [("/matches", 200), ("/matches", 304), ("/sports/{sport}/leagues/{league}/matches/{match}", 200), ("/sports", 200), ("/matches", 429), ("/proxy/{sport}/{endpoint}", 502), ("/sports/{sport}", 404)]
share = [46, 22, 18, 8, 0, 1, 2]
names = [row[1] for row in db.execute("pragma table_info(usage_minute)")]
def put(table, since, key, way, count):
    if count < 1: return
    latency = [0] * 24
    for _ in range(count): latency[min(23, max(0, int(random.gauss(7 if way[1] != 502 else 17, 1.6))))] += 1
    row = [account, since, key, way[0], way[1], count, count * random.randint(300, 9000), 0, 0] + latency
    db.execute(f"insert or ignore into {table} ({','.join(names)}) values ({','.join('?' * len(names))})", row)
def fill(table, since, scale):
    hour = since / 3600000 % 24
    for n, key in enumerate(keys):
        level = scale * (1, 0.45, 0.18, 0.05)[n % 4] * (0.25 + max(0, math.sin((hour - 7) / 14 * math.pi))) * random.uniform(0.7, 1.3)
        for way, part in zip(ways, share): put(table, since, key, way, round(level * part / 100))
        if n == 0 and 18 <= hour < 19: put(table, since, key, ways[4], round(level * 0.2))
    minutes = 60000 if table == "usage_minute" else 3600000
    db.execute(f"insert or ignore into {table} ({','.join(names)}) values ({','.join('?' * len(names))})", [account, since, keys[0], "/app/{key}", 101, 0, 40000, minutes, 3 if minutes == 60000 else 200] + [0] * 24)
minute = now - now % 60000
for back in range(1, 24 * 60 - 61): fill("usage_minute", minute - back * 60000, 14)
hour = now - now % 3600000
for back in range(25, 24 * 30): fill("usage_hour", hour - back * 3600000, 800)
db.commit()
`;

/** Give `email` a past. */
export function invent(email: string): void {
  const path = join(process.env.DATA_FOLDER!, 'bts-guru.sqlite');
  const run = spawnSync('python3', ['-c', SCRIPT, path, email, String(Date.parse(NOW))], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`No past could be invented: ${run.stderr}`);
}
