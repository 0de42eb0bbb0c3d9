/** The version of the package; a test holds it to the manifest, so that no file is read at start-up. */
export const VERSION = '0.1.0';
