throw new RangeError('cannot load');
