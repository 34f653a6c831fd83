'use strict';
// On a virtual clock the function reads the cloud's time: that of its invocation's beginning, going on from there.

const RealDate = Date;
const realNow = RealDate.now.bind(RealDate);
let offsetMs = 0;

const now = () => realNow() + offsetMs;

function install() {
  RealDate.now = now;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new RealDate(now()).toString(),
  });
  // `new Date().constructor === Date` must hold.
  RealDate.prototype.constructor = globalThis.Date;
}

function set(cloudNowMs) {
  offsetMs = Math.round(cloudNowMs - realNow());
}

module.exports = { install, set };
