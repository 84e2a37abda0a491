/** A colour theme of the editor, by its everyday name. */
export type Theme = 'dark' | 'light' | 'high-contrast' | 'high-contrast-light';

/** `id`: the value of the setting. `mark`: a selector that the workbench matches once the theme is applied. */
export const themes: Record<Theme, { id: string; mark: string; scheme: 'dark' | 'light' }> = {
  dark: { id: 'Dark Modern', mark: '.vs-dark[class*="dark_modern"]', scheme: 'dark' },
  light: { id: 'Light Modern', mark: '.vs[class*="light_modern"]', scheme: 'light' },
  'high-contrast': { id: 'Default High Contrast', mark: '.hc-black[class*="hc_black"]', scheme: 'dark' },
  'high-contrast-light': { id: 'Default High Contrast Light', mark: '.hc-light[class*="hc_light"]', scheme: 'light' },
};

export type Settings = Record<string, unknown>;

/** Settings that keep everything else off the screen: no welcome page, no chat, no questions, no network. */
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
