import { describe, expect, it } from 'vitest';
import { parse } from '../../scripts/start/options.ts';

describe('The options of npm start', () => {
  it('have defaults', () => {
    expect(parse([])).toEqual({ help: false, route: null, port: null, openBrowser: true, file: null });
  });

  it('are taken in any order', () => {
    expect(parse(['my.escalation.yaml', '--port=4200', '--no-open', '--server'])).toEqual({
      help: false,
      route: 'server',
      port: 4200,
      openBrowser: false,
      file: 'my.escalation.yaml',
    });
    expect(parse(['--port', '4200']).port).toBe(4200);
  });

  it.each([
    [['--prot', '1'], /no option --prot/],
    [['--port', 'x'], /not "x"/],
    [['--port', '70000'], /1 to 65535/],
    [['--port'], /--port takes/],
    [['a.yaml', 'b.yaml'], /Name one rule file/],
  ])('are refused with a reason: %j', (args, reason) => {
    expect(() => parse(args)).toThrow(reason);
  });
});
