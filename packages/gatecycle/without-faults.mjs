// What is published cannot be told to die or to fail: of the fault points of tests only the names of the functions are left.
export const withoutFaults = {
  name: 'without-faults',
  setup(builder) {
    builder.onLoad({ filter: /[\\/]adapters[\\/]system[\\/]fault-point\.ts$/ }, () => ({
      contents:
        'export const faultPoint = () => {}\nexport const shortWriteAt = () => undefined\nexport const noSpace = () => undefined\n',
    }))
  },
}
