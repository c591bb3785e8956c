/**
 * What each icon means, here and nowhere else: one meaning, one icon, in every part of the console. The names are the
 * meanings; pages import from this file and not from the library.
 */

// What the console is about.
export { default as OverviewIcon } from '@mui/icons-material/SpaceDashboardOutlined'
export { default as NodeIcon } from '@mui/icons-material/LanOutlined'
export { default as ImageIcon } from '@mui/icons-material/Inventory2Outlined'
export { default as ApplicationIcon } from '@mui/icons-material/AppsOutlined'
export { default as DeploymentIcon } from '@mui/icons-material/RocketLaunchOutlined'

export { default as OrgIcon } from '@mui/icons-material/FolderOutlined'
export { default as TagIcon } from '@mui/icons-material/SellOutlined'

// What can be done.
export { default as AddIcon } from '@mui/icons-material/Add'
export { default as UploadIcon } from '@mui/icons-material/Upload'
export { default as DownloadIcon } from '@mui/icons-material/FileDownloadOutlined'
export { default as RetryIcon } from '@mui/icons-material/Refresh'
export { default as SearchIcon } from '@mui/icons-material/Search'
/** Takes away what was entered or chosen, cancels what runs, closes what floats. */
export { default as CloseIcon } from '@mui/icons-material/Close'
export { default as CopyIcon } from '@mui/icons-material/ContentCopy'
export { default as DoneIcon } from '@mui/icons-material/Check'
export { default as ShowIcon } from '@mui/icons-material/Visibility'
export { default as HideIcon } from '@mui/icons-material/VisibilityOff'

// Ways through the pages.
export { default as MenuIcon } from '@mui/icons-material/Menu'
export { default as MoreIcon } from '@mui/icons-material/MoreVert'
export { default as ExpandIcon } from '@mui/icons-material/ExpandMore'
export { default as PreviousIcon } from '@mui/icons-material/ChevronLeft'
export { default as NextIcon } from '@mui/icons-material/ChevronRight'

// How the console is set up for its reader.
export { default as ThemeIcon } from '@mui/icons-material/ContrastOutlined'
export { default as LanguageIcon } from '@mui/icons-material/TranslateOutlined'
export { default as KeyboardIcon } from '@mui/icons-material/KeyboardOutlined'
export { default as SignOutIcon } from '@mui/icons-material/LogoutOutlined'

// How a list is shown.
export { default as ColumnsIcon } from '@mui/icons-material/ViewColumnOutlined'
export { default as ComfortableIcon } from '@mui/icons-material/DensityMedium'
export { default as CompactIcon } from '@mui/icons-material/DensitySmall'

// The reader, and what goes wrong.
export { default as AccountIcon } from '@mui/icons-material/AccountCircleOutlined'
export { default as ErrorIcon } from '@mui/icons-material/ErrorOutlined'
export { default as WarningIcon } from '@mui/icons-material/WarningAmberOutlined'
