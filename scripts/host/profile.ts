/** A look of the editor, by the name that a person would use. */
export type Theme = 'dark' | 'light' | 'high-contrast' | 'high-contrast-light';

/** `id`: as the setting wants it. `mark`: a selector that the workbench matches once it wears the theme. */
export const themes: Record<Theme, { id: string; mark: string; scheme: 'dark' | 'light' }> = {
  dark: { id: 'Dark Modern', mark: '.vs-dark[class*="dark_modern"]', scheme: 'dark' },
  light: { id: 'Light Modern', mark: '.vs[class*="light_modern"]', scheme: 'light' },
  'high-contrast': { id: 'Default High Contrast', mark: '.hc-black[class*="hc_black"]', scheme: 'dark' },
  'high-contrast-light': { id: 'Default High Contrast Light', mark: '.hc-light[class*="hc_light"]', scheme: 'light' },
};

export type Settings = Record<string, unknown>;

/** A profile in which nothing but the work is on the screen: no welcome, no chat, no questions, no network. */
export function quietSettings(theme: Theme): Settings {
  return {
    'workbench.colorTheme': themes[theme].id,
    'window.autoDetectColorScheme': false,
    'window.autoDetectHighContrast': false,
    'workbench.startupEditor': 'none',
    'workbench.welcomePage.walkthroughs.openOnInstall': false,
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'workbench.tips.enabled': false,
    'workbench.enableExperiments': false,
    'workbench.settings.enableNaturalLanguageSearch': false,
    'chat.disableAIFeatures': true,
    'chat.commandCenter.enabled': false,
    'security.workspace.trust.enabled': false,
    'telemetry.telemetryLevel': 'off',
    'update.mode': 'none',
    'update.showReleaseNotes': false,
    'extensions.autoUpdate': 'off',
    'extensions.autoCheckUpdates': false,
    'extensions.ignoreRecommendations': true,
    'git.openRepositoryInParentFolders': 'never',
    'npm.autoDetect': 'off',
    'typescript.disableAutomaticTypeAcquisition': true,
  };
}
