describe('open', () => {
  it('leaves a timer running', () => void setInterval(() => {}, 1000));
});
