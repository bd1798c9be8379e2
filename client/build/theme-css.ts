import {
  convertCssVariables,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from '@mantine/core';
import type { Plugin } from 'vite';
import { theme } from '../src/app/theme.ts';

const NAME = 'virtual:theme.css';
/** The ending makes Vite take it for a style sheet; the NUL keeps other plugins from looking for a file. */
const RESOLVED = '\0virtual:theme.css';

/**
 * The theme's CSS variables as a style sheet of the build. Mantine would write them into a `<style>` element when the
 * page starts, which a Content-Security-Policy without 'unsafe-inline' or a nonce forbids.
 */
export function themeCss(): Plugin {
  return {
    name: 'theme-css',
    resolveId: (id) => (id === NAME ? RESOLVED : undefined),
    load: (id) => (id === RESOLVED ? toCss() : undefined),
  };
}

type Variables = Record<string, string>;

function toCss(): string {
  const ours = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme));
  const standard = defaultCssVariablesResolver(DEFAULT_THEME);
  // @mantine/core/styles.css holds the standard ones.
  const different = (all: Variables, known: Variables) =>
    Object.fromEntries(Object.entries(all).filter(([name, value]) => known[name] !== value));
  return convertCssVariables({
    variables: different(ours.variables, standard.variables),
    light: different(ours.light, standard.light),
    dark: different(ours.dark, standard.dark),
  });
}
