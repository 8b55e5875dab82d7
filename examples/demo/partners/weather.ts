import type { Answer, Partner } from './server.ts';

const fault = (status: number, reason: string): Answer => ({ status, body: { error: true, reason } });

/** A forecast over REST, in the manner of open-meteo. */
export function createPartner(): Partner {
  return {
    latency: [4, 15],
    answer({ path, query }) {
      if (path.join('/') !== 'v1/forecast') return fault(404, 'Not Found');
      const hours = [...Array(24).keys()];
      return {
        status: 200,
        body: {
          latitude: Number(query.get('latitude')),
          longitude: Number(query.get('longitude')),
          hourly: { time: hours, wind_speed_10m: hours.map((hour) => 6 + Math.round(9 * Math.sin(hour / 4))) },
        },
      };
    },
    refuse: (refusal) =>
      ({
        unauthorised: fault(401, 'The supplied API key is invalid.'),
        limited: fault(429, 'Minutely API request limit exceeded. Please try again in one minute.'),
        failing: fault(500, 'Internal Server Error'),
        rejecting: fault(400, 'Latitude must be in range of -90 to 90°.'),
        garbled: { status: 200, body: '{"latitude": -33.2, "hourly": {"time": [0, 1, 2' },
      })[refusal],
  };
}
