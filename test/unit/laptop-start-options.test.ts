import { readStartOptions } from '../../local/start-options.ts';

describe('the command line of npm start', () => {
  test('nothing given', () => {
    expect(readStartOptions([])).toEqual({
      reset: false,
      port: 4000,
      samples: true,
      allowUpstreams: [],
      quiet: false,
    });
  });

  test('everything given', () => {
    const args = '--data d --reset --port 0 --no-demo --environment staging --quiet';
    const upstreams = ['--allow-upstream', 'localhost:81', '--allow-upstream', '[::1]:82'];
    expect(readStartOptions([...args.split(' '), ...upstreams])).toEqual({
      data: 'd',
      reset: true,
      port: 0,
      samples: false,
      environment: 'staging',
      quiet: true,
      allowUpstreams: ['localhost:81', '[::1]:82'],
    });
  });

  test('help', () => {
    expect(readStartOptions(['--help'])).toBe('help');
  });

  test.each([
    [['--moon'], '--moon'],
    [['extra'], 'extra'],
    [['--port', 'x'], '--port takes a number'],
    [['--port', '65536'], '--port takes a number'],
    [['--data'], '--data'],
    [['--allow-upstream', 'localhost'], '--allow-upstream takes HOST:PORT'],
    [['--allow-upstream', 'http://localhost:1'], '--allow-upstream takes HOST:PORT'],
  ])('%j is refused with the usage', (args, message) => {
    expect(() => readStartOptions(args)).toThrow(message);
    expect(() => readStartOptions(args)).toThrow('Usage: npm start');
  });
});
