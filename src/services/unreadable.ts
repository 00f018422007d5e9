/** What is said of an integration whose `config` is null: this page does not understand what is stored. */
export const SETTINGS_UNREADABLE = 'Its settings cannot be read. Edit and save it.'
