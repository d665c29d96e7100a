/** The bundler takes a text file in as one string. */
declare module '*.txt' {
  const text: string;
  export default text;
}
