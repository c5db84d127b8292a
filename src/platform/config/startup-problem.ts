/**
 * What keeps the hub from starting and can be mended by the person who starts it. Its message is
 * one sentence that says what is wrong and what to do; it is printed alone, without a stack.
 */
export class StartupProblem extends Error {
  override readonly name = 'StartupProblem'
}
