/** Whether this build has the stance encoder; `build.py --no-encoder` writes false here. */
export const HAS_ENCODER = true;
