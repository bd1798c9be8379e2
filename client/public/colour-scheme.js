/* global document, localStorage, matchMedia */
// Before anything is painted: without it a page in the dark begins with a flash of light. It is a file of its own
// because nothing inline is allowed, and no module because those wait. Mantine keeps what was chosen under this name.
{
  const chosen = localStorage.getItem('mantine-color-scheme-value');
  const isDark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.mantineColorScheme = isDark ? 'dark' : 'light';
}
