import fc from 'fast-check';

// Locally every run of the property-based tests tries other examples; what must be green is the same for everybody.
if (process.env.CI) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 160_400_772 });
