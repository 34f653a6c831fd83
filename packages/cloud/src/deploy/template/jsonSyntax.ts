/** Where a text stops being JSON: offset of the first character that does not fit. */
export function jsonErrorOffset(text: string): number {
  return new Scanner(text).firstError();
}

const literal = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)/y;
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const space = /[ \t\r\n]*/y;

type Expected = 'value' | 'valueOrEnd' | 'name' | 'nameOrEnd' | 'colon' | 'commaOrEnd' | 'nothing';

class Scanner {
  private at = 0;
  private readonly open: ('{' | '[')[] = [];
  private expected: Expected = 'value';

  constructor(private readonly text: string) {}

  firstError(): number {
    for (;;) {
      this.match(space);
      if (this.at >= this.text.length || !this.step(this.text[this.at]!)) return this.at;
    }
  }

  private step(character: string): boolean {
    switch (this.expected) {
      case 'value':
      case 'valueOrEnd':
        return this.value(character);
      case 'name':
      case 'nameOrEnd':
        if (character === '}' && this.expected === 'nameOrEnd') return this.close('{');
        return this.match(string) && this.expect('colon');
      case 'colon':
        return character === ':' && this.skip('value');
      case 'commaOrEnd':
        if (character === ',') return this.skip(this.open.at(-1) === '{' ? 'name' : 'value');
        return (character === '}' && this.close('{')) || (character === ']' && this.close('['));
      case 'nothing':
        return false;
    }
  }

  private value(character: string): boolean {
    if (character === '{' || character === '[') {
      this.open.push(character);
      return this.skip(character === '{' ? 'nameOrEnd' : 'valueOrEnd');
    }
    if (character === ']' && this.expected === 'valueOrEnd') return this.close('[');
    return (this.match(string) || this.match(literal)) && this.expect(this.open.length > 0 ? 'commaOrEnd' : 'nothing');
  }

  private close(bracket: '{' | '['): boolean {
    if (this.open.at(-1) !== bracket) return false;
    this.open.pop();
    return this.skip(this.open.length > 0 ? 'commaOrEnd' : 'nothing');
  }

  private skip(next: Expected): boolean {
    this.at++;
    return this.expect(next);
  }

  private expect(next: Expected): boolean {
    this.expected = next;
    return true;
  }

  private match(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.text)) return false;
    this.at = pattern.lastIndex;
    return true;
  }
}
