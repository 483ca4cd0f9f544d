// A made-up evening, as API-Football would tell it. Nothing in it moves unless a test moves it.

/** The instant at which the service's clock starts. */
export const NOW = '2026-05-17T19:00:00Z';

/** A league of whose table the upstream says nothing, ever. */
export const SILENT = 905;

export type Fixture = Record<string, any>;

const leagues = {
  premier: { id: 39, name: 'Premier League', country: 'England', logo: null, flag: 'https://media.api-sports.io/flags/gb-eng.svg', season: 2025, round: 'Regular Season - 38' },
  liga: { id: 140, name: 'La Liga', country: 'Spain', logo: null, flag: 'https://media.api-sports.io/flags/es.svg', season: 2025, round: 'Regular Season - 37' },
  moving: { id: 900, name: 'Moving League', country: 'World', logo: null, flag: null, season: 2025, round: 'Round 1' },
  pusher: { id: 901, name: 'Pusher League', country: 'World', logo: null, flag: null, season: 2025, round: 'Round 1' },
  echo: { id: 902, name: 'Echo League', country: 'World', logo: null, flag: null, season: 2025, round: 'Round 1' },
  docs: { id: 903, name: 'Docs League', country: 'World', logo: null, flag: null, season: 2025, round: 'Round 1' },
  silent: { id: SILENT, name: 'Silent League', country: 'World', logo: null, flag: null, season: 2025, round: 'Round 1' },
  cut: { id: 906, name: 'Cut League', country: 'World', logo: null, flag: null, season: 2025, round: 'Round 1' },
  first: { id: 904, name: 'First League', country: 'World', logo: null, flag: null, season: 2025, round: 'Round 1' },
};

type State = [short: string, long: string, elapsed: number | null];
const FIRST: State = ['1H', 'First Half', 31];
const HALF: State = ['HT', 'Halftime', 45];
const SECOND: State = ['2H', 'Second Half', 67];
const OVER: State = ['FT', 'Match Finished', 90];
const SHOOTOUT: State = ['PEN', 'Match Finished', 120];
const LATER: State = ['NS', 'Not Started', null];
const POSTPONED: State = ['PST', 'Match Postponed', null];

const side = (id: number, name: string, winner: boolean | null) => ({ id, name, logo: null, winner });
const pair = (home: number | null, away: number | null) => ({ home, away });

function fixture(
  id: number, league: keyof typeof leagues, kickOff: string, [short, long, elapsed]: State,
  home: [number, string], away: [number, string], goals: [number | null, number | null], more: Fixture = {},
): Fixture {
  const date = `2026-05-17T${kickOff}:00+00:00`;
  const [h, a] = goals;
  const leads = (x: number | null, y: number | null) => (x === null || y === null || x === y ? null : x > y);
  const over = short === 'FT' || short === 'PEN';
  const half = elapsed !== null && elapsed >= 45;
  return {
    fixture: {
      id, referee: 'M. Oliver', timezone: 'UTC', date, timestamp: Date.parse(date) / 1000,
      periods: { first: null, second: null }, venue: { id: null, name: 'The Ground', city: 'Town' },
      status: { long, short, elapsed, extra: null },
    },
    league: leagues[league],
    teams: { home: side(...home, leads(h, a)), away: side(...away, leads(a, h)) },
    goals: pair(h, a),
    score: {
      halftime: half ? pair(h === null ? null : Math.min(h, 1), 0) : pair(null, null),
      fulltime: over ? pair(h, a) : pair(null, null), extratime: pair(null, null), penalty: pair(null, null),
    },
    events: [], lineups: [], statistics: [], ...more,
  };
}

export const event = (team: [number, string], elapsed: number, type: string, detail: string, player: string, assist: string | null = null) => ({
  time: { elapsed, extra: null }, team: { id: team[0], name: team[1], logo: null },
  player: { id: null, name: player }, assist: { id: null, name: assist }, type, detail, comments: null,
});

const ARSENAL: [number, string] = [42, 'Arsenal'];
const CHELSEA: [number, string] = [49, 'Chelsea'];

/** Eleven in a 4-3-3. */
function lineup(team: [number, string], names: string[]) {
  const grid = ['1:1', '2:4', '2:3', '2:2', '2:1', '3:3', '3:2', '3:1', '4:3', '4:2', '4:1'];
  const position = ['G', 'D', 'D', 'D', 'D', 'M', 'M', 'M', 'F', 'F', 'F'];
  return {
    team: { id: team[0], name: team[1], logo: null }, coach: { id: 1, name: `${team[1]} coach` }, formation: '4-3-3',
    startXI: names.map((name, at) => ({ player: { id: team[0] * 100 + at, name, number: at + 1, pos: position[at], grid: grid[at] } })),
    substitutes: [{ player: { id: team[0] * 100 + 20, name: `${team[1]} Reserve`, number: 20, pos: 'M', grid: null } }],
  };
}

const measures = (team: [number, string], values: (number | string | null)[]) => ({
  team: { id: team[0], name: team[1], logo: null },
  statistics: ['Shots on Goal', 'Total Shots', 'Ball Possession', 'Corner Kicks', 'Fouls', 'Offsides', 'Passes %'].map(
    (type, at) => ({ type, value: values[at] }),
  ),
});

const detailed = {
  events: [
    event(ARSENAL, 12, 'Goal', 'Normal Goal', 'B. Saka', 'M. Odegaard'),
    event(CHELSEA, 38, 'Card', 'Yellow Card', 'M. Caicedo'),
    event(CHELSEA, 52, 'Goal', 'Penalty', 'C. Palmer'),
    event(CHELSEA, 58, 'Card', 'Red Card', 'M. Caicedo'),
    event(ARSENAL, 64, 'Goal', 'Normal Goal', 'K. Havertz', 'B. Saka'),
  ],
  lineups: [
    lineup(ARSENAL, ['Raya', 'White', 'Saliba', 'Gabriel', 'Timber', 'Odegaard', 'Rice', 'Merino', 'Saka', 'Havertz', 'Martinelli']),
    lineup(CHELSEA, ['Sanchez', 'James', 'Fofana', 'Colwill', 'Cucurella', 'Caicedo', 'Enzo', 'Palmer', 'Neto', 'Jackson', 'Sancho']),
  ],
  statistics: [measures(ARSENAL, [6, 14, '61%', 7, 8, 2, '88%']), measures(CHELSEA, [3, 7, '39%', 2, 11, 0, '81%'])],
};

/** Every match there is, by id. */
export function world(): Map<number, Fixture> {
  const all = [
    fixture(1001, 'premier', '17:45', SECOND, ARSENAL, CHELSEA, [2, 1], detailed),
    fixture(1002, 'premier', '18:10', HALF, [63, 'Leeds'], [45, 'Everton'], [0, 0]),
    fixture(1003, 'premier', '21:45', LATER, [40, 'Liverpool'], [36, 'Fulham'], [null, null]),
    fixture(1004, 'premier', '12:30', OVER, [51, 'Brighton'], [39, 'Wolves'], [1, 3]),
    fixture(2001, 'liga', '18:25', FIRST, [529, 'Barcelona'], [541, 'Real Madrid'], [1, 0]),
    fixture(2002, 'liga', '20:00', POSTPONED, [530, 'Atletico Madrid'], [536, 'Sevilla'], [null, null]),
    fixture(2003, 'liga', '13:00', SHOOTOUT, [532, 'Valencia'], [533, 'Villarreal'], [1, 1], {
      score: { halftime: pair(1, 0), fulltime: pair(1, 1), extratime: pair(0, 0), penalty: pair(4, 3) },
    }),
    fixture(9001, 'moving', '17:50', SECOND, [1, 'Reds'], [2, 'Blues'], [0, 0]),
    fixture(9002, 'moving', '17:50', SECOND, [3, 'Greens'], [4, 'Whites'], [0, 0]),
    fixture(9011, 'pusher', '17:50', SECOND, [5, 'Ants'], [6, 'Bees'], [0, 0]),
    fixture(9012, 'pusher', '17:50', SECOND, [7, 'Cats'], [8, 'Dogs'], [0, 0]),
    fixture(9021, 'echo', '17:50', SECOND, [9, 'Elks'], [10, 'Foxes'], [0, 0]),
    fixture(9031, 'docs', '17:50', SECOND, [11, 'Gulls'], [12, 'Hares'], [0, 0]),
    fixture(9051, 'silent', '12:30', OVER, [15, 'Kites'], [16, 'Larks'], [2, 0]),
    fixture(9061, 'cut', '17:50', SECOND, [17, 'Moles'], [18, 'Newts'], [0, 0]),
    fixture(9041, 'first', '17:50', SECOND, [13, 'Ibises'], [14, 'Jays'], [0, 0]),
  ];
  return new Map(all.map((one) => [one.fixture.id, one]));
}

/** The rows of `leagues?current=true`. */
export const leagueRows = () =>
  Object.values(leagues).map((league) => ({
    league: { id: league.id, name: league.name, type: 'League', logo: null },
    country: { name: league.country, code: null, flag: league.flag },
    seasons: [{ year: league.season, start: '2025-08-01', end: '2026-06-30', current: true, coverage: {} }],
  }));

/** A place in the table of the Premier League, of won, drawn and lost. */
const place = (rank: number, [id, name]: [number, string], [win, draw, lose]: number[], goals: [number, number], form: string, description: string | null) => ({
  rank, team: { id, name, logo: null }, points: win * 3 + draw, goalsDiff: goals[0] - goals[1], group: 'Premier League', form, status: 'same', description,
  all: { played: win + draw + lose, win, draw, lose, goals: { for: goals[0], against: goals[1] } }, update: '2026-05-17T00:00:00+00:00',
});

/** The rows of `standings?league=39`; other leagues have no table. */
export const tableRows = (query: URLSearchParams) =>
  query.get('league') !== '39' ? [] : [{
    league: {
      ...leagues.premier,
      standings: [[
        place(1, ARSENAL, [26, 7, 4], [77, 25], 'WWDWW', 'Promotion - Champions League (League phase: )'),
        place(2, [40, 'Liverpool'], [24, 6, 7], [71, 38], 'LWWWD', 'Promotion - Champions League (League phase: )'),
        place(3, [51, 'Brighton'], [15, 12, 10], [55, 51], 'DDWLW', null),
        place(4, CHELSEA, [14, 9, 14], [50, 50], 'LLWDW', null),
        place(5, [39, 'Wolves'], [5, 5, 27], [26, 70], 'LLLDL', 'Relegation - Championship'),
      ]],
    },
  }];

/** The rows of `players/topscorers?league=39`. */
export const scorerRows = (query: URLSearchParams) => {
  const scorer = (id: number, name: string, [team, of]: [number, string], total: number) => ({
    player: { id, name, photo: null }, statistics: [{ team: { id: team, name: of, logo: null }, goals: { total, assists: 1 } }],
  });
  return query.get('league') !== '39' ? [] : [
    scorer(1, 'K. Havertz', ARSENAL, 21), scorer(2, 'C. Palmer', CHELSEA, 18), scorer(3, 'B. Saka', ARSENAL, 18), scorer(4, 'M. Salah', [40, 'Liverpool'], 12),
  ];
};
